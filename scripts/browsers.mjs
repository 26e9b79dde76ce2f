//! Where the browsers of this machine are. CHROMIUM, CHROMEDRIVER, FIREFOX and MINIBROWSER name others.
import fs from 'node:fs';
import path from 'node:path';

function onPath(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      if (fs.existsSync(file)) return file;
    }
  }
}
const first = (...files) => files.find((file) => file && fs.existsSync(file));

function miniBrowser() {
  const libs = ['/usr/lib', '/usr/lib64', '/usr/libexec'];
  const triples = fs.existsSync('/usr/lib') ? fs.readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu')).map((name) => `/usr/lib/${name}`) : [];
  return first(process.env.MINIBROWSER, ...[...triples, ...libs].flatMap((lib) => ['4.1', '4.0'].map((version) => `${lib}/webkit2gtk-${version}/MiniBrowser`)));
}

/** Paths by name; undefined for what is not here. `webkit` is whole only with its driver and a virtual screen. */
export function browsers() {
  const mini = miniBrowser();
  const driver = onPath('WebKitWebDriver');
  return {
    chromium: first(process.env.CHROMIUM, process.env.CHROME) ?? onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
      ?? first('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'),
    // The same engine without a browser's window around it, which draws pages of its own: two fifths of what a test costs.
    shell: process.env.CHROMIUM || process.env.CHROME ? undefined : onPath('chromium-headless-shell'),
    chromedriver: first(process.env.CHROMEDRIVER) ?? onPath('chromedriver'),
    // Playwright speaks WebDriver BiDi to a stock Firefox; see tests/e2e/README.md for why its version is pinned.
    firefox: first(process.env.FIREFOX) ?? onPath('firefox-esr', 'firefox'),
    webkit: mini && driver && onPath('Xvfb') ? { browser: mini, driver } : undefined,
  };
}
