//! The stage: the frames. (Begun: one row of frames as the address says.)

import { askedOf, readFrames } from './address.js';
import { el } from './el.js';

export function stage(desk, host) {
  for (const options of readFrames(desk.settings.get('frames'))) {
    const frame = { element: undefined, door: undefined, doc: undefined, told: undefined, options };
    frame.element = el('iframe', { title: 'frame', src: `/?${askedOf(desk.settings, options)}`, width: options.width, height: 844 });
    frame.element.addEventListener('load', () => attach(desk, frame));
    desk.frames.push(frame);
    host.append(frame.element);
  }
  [desk.active] = desk.frames;
  desk.speakAnew = () => {
    for (const frame of desk.frames) frame.door?.words(desk.own[frame.options.lang] ?? null);
  };
  desk.on('change', () => {
    for (const frame of desk.frames) {
      frame.door?.show(askedOf(desk.settings, frame.options));
      if (frame.door) desk.fire('frame', frame);
    }
  });
}

function attach(desk, frame) {
  const door = frame.element.contentWindow.kassaFrame;
  if (!door) return void setTimeout(() => attach(desk, frame), 20);
  Object.assign(frame, { door, doc: frame.element.contentDocument });
  const hear = (told) => {
    frame.told = JSON.parse(told);
    desk.fire('told', frame);
  };
  door.hear(hear);
  hear(door.told(''));
  if (!desk.lists) {
    desk.lists = JSON.parse(door.lists(''));
    desk.fire('ready');
  }
  desk.fire('frame', frame);
}
