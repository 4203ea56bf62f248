// The mark of the house: a small tree leaning over its tray, the same drawing as the icons.
import { drawn } from './element.ts';

export function wordmark(): SVGElement {
  return drawn('svg', { viewBox: '0 0 32 32', 'aria-hidden': 'true', class: 'mark-icon' },
    drawn('path', { d: 'M15.2 24.5c.2-3 1.9-4.6 1.5-7.2-.3-2.2-2.3-3.3-1.6-6.3', class: 'stroke' }),
    drawn('path', { d: 'M16.6 17.5c-2.6-.2-4.4.3-6 1.2M15 13c2.5.7 4.8.6 6.8-.4', class: 'stroke' }),
    drawn('path', { d: 'M4.5 18.5c-.4-1.8 1.1-3 2.6-2.7.5-1.7 3-2 3.8-.5 1.7-.2 2.7 1.3 2 3.2z', class: 'fill' }),
    drawn('path', { d: 'M19 13c-.3-1.6.9-2.7 2.4-2.4.7-1.6 3.2-1.7 3.9-.1 1.7 0 2.5 1.3 1.9 2.7z', class: 'fill' }),
    drawn('path', { d: 'M10.3 10.3c-.9-2.2.8-4 2.7-3.6.9-2.3 4.5-2.4 5.3-.1 2.1-.2 3.2 1.7 2.4 3.7z', class: 'fill' }),
    drawn('path', { d: 'M7 24.5h18l-2 4.5H9z', class: 'stroke' }));
}
