/** A plugin for Vite. `folder` is where in the app the checkout's files are served, ending in a slash. */
export default function kassa(options?: { folder?: string }): { name: string };
