import { useEffect, useRef } from 'react';

/**
 * Gives an element the focus when it appears and nothing has it: the button that led to it is gone, and who uses a keyboard or
 * a screen reader goes on from there.
 *
 * @returns a reference to the element, which needs a `tabIndex` of -1
 */
export function useFocusOnArrival<E extends HTMLElement>() {
  const element = useRef<E>(null);
  useEffect(() => {
    if (document.activeElement === document.body) {
      element.current?.focus();
    }
  }, []);
  return element;
}
