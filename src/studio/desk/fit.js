//! How large frames are drawn so that they are seen together.
//!
//! Always true: a frame is as wide as it says, whatever its scale; a wider one is drawn smaller than a narrow one, but not by as much, so that
//! both can be read. It knows no document.

/** The widest that is drawn as a phone. */
export const PHONE = 480;
const PHONE_HEIGHT = 844;
/** Between frames, and what a phone has around it. */
export const GAP = 20;
export const BEZEL = 12;
/** Smaller than this, and frames go to another row. */
const READABLE = 0.44;

const phoneIn = ({ height }) => Math.max(0.36, (height - BEZEL) / PHONE_HEIGHT);

/** For each of `frames` (`{ width, zoom }`), its `{ scale, height }` in a room of that width and height. */
export function fit(frames, room) {
  const weight = ({ width }) => width * (390 / Math.max(width, 390)) ** 0.4;
  const isPhone = ({ width }) => width <= PHONE;
  const fitting = frames.filter(({ zoom }) => !zoom);
  // A phone is no larger than the room is high: another row would not make it so.
  const enough = fitting.some(isPhone) ? Math.min(READABLE, phoneIn(room)) : READABLE;
  let unit = 0;
  for (let rows = 1; rows <= Math.max(1, fitting.length) && unit < enough; rows += 1) {
    const columns = Math.ceil(fitting.length / rows);
    let least = Infinity;
    for (let at = 0; at < fitting.length; at += columns) {
      const row = fitting.slice(at, at + columns);
      const space = room.width - (row.length - 1) * GAP - row.filter(isPhone).length * BEZEL;
      least = Math.min(least, space / row.reduce((sum, frame) => sum + weight(frame), 0));
    }
    unit = Math.max(unit, Math.min(1, least));
  }
  unit = Math.max(unit, 0.2);
  return frames.map((frame) => {
    let scale = frame.zoom ? frame.zoom / 100 : (unit * weight(frame)) / frame.width;
    if (!isPhone(frame)) return { scale, height: Math.round(Math.min(1800, Math.max(700, room.height / scale))) };
    if (!frame.zoom) scale = Math.min(scale, phoneIn(room));
    return { scale, height: PHONE_HEIGHT };
  });
}
