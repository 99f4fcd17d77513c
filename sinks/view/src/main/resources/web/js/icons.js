// Line drawings on a square of 24.
const PATHS = {
  wall: ['M4 5h7v6H4z', 'M13 5h7v6h-7z', 'M4 13h7v6H4z', 'M13 13h7v6h-7z'],
  search: ['M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14z', 'M16 16l4.5 4.5'],
  ask: ['M4 5h16v11H10l-5 4v-4H4z', 'M9 10.5h6'],
  bell: ['M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15z', 'M10 20.5h4'],
  health: ['M3 12h4l2.5-6 4 12 2.5-6h5'],
  sun: ['M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8z', 'M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M19 5l-1.4 1.4M6.4 17.6L5 19'],
  moon: ['M20 14A8.5 8.5 0 0 1 10 4a8.5 8.5 0 1 0 10 10z'],
  keys: ['M3 6h18v12H3z', 'M7 10h.01M11 10h.01M15 10h.01M7 14h10'],
  leave: ['M13 4H5v16h8', 'M10 12h11M17 8l4 4-4 4'],
  plus: ['M12 5v14M5 12h14'],
  minus: ['M5 12h14'],
  play: ['M8 5l11 7-11 7z'],
  pause: ['M8 5v14M16 5v14'],
  back: ['M15 5l-7 7 7 7'],
  return: ['M20 12H5', 'M11 6l-6 6 6 6'],
  forward: ['M9 5l7 7-7 7'],
  link: ['M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1', 'M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1'],
  good: ['M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16z', 'M8.5 12.5l2.5 2.5 4.5-5'],
  warn: ['M12 4l9 16H3z', 'M12 10v4M12 17h.01'],
  bad: ['M6 6l12 12M18 6L6 18'],
  still: ['M6 6h12v12H6z'],
  wait: ['M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16z', 'M12 8v4l3 2'],
  retry: ['M20 12a8 8 0 1 1-2.5-5.8', 'M20 3v4h-4'],
  live: ['M12 8.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7z', 'M5.5 6a9 9 0 0 0 0 12M18.500 6a9 9 0 0 1 0 12'],
  eye: ['M3 12c3-5 6-6.500 9-6.500s6 1.500 9 6.500c-3 5-6 6.500-9 6.500S6 17 3 12z', 'M12 9.500a2.500 2.500 0 1 0 0 5a2.500 2.500 0 0 0 0-5z'],
  sound: ['M4 9v6h4l5 4V5L8 9z', 'M16.500 9a4 4 0 0 1 0 6'],
  motion: ['M3 8h10M3 12h14M3 16h8', 'M14 8l4 4-4 4'],
  all: ['M4 12h16', 'M8 8l-4 4 4 4M16 8l4 4-4 4'],
};

const SVG = 'http://www.w3.org/2000/svg';

/** A picture beside words, never instead of them: screen readers pass it by. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}
