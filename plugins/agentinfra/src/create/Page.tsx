import { ReactNode, useEffect, useRef } from 'react';
import styles from './Page.module.css';

/** Properties of a {@link Page}. */
export interface PageProps {
  /** Its name for screen readers. */
  readonly label: string;
  readonly children: ReactNode;
}

/**
 * A step of the form. It takes the focus when nothing else has it: the button that led here is gone, and people who use a
 * keyboard or a screen reader would have to start again at the top.
 */
export function Page({ label, children }: PageProps) {
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) {
      page.current?.focus();
    }
  }, []);
  return (
    <div
      ref={page}
      role="group"
      aria-label={label}
      tabIndex={-1}
      className={styles.page}
    >
      {children}
    </div>
  );
}
