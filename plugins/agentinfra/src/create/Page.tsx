import { ReactNode, useEffect, useRef } from 'react';
import styles from './Page.module.css';

/** What a step of the form shows. */
export interface PageProps {
  /** What it is, for those who do not see it. */
  readonly label: string;
  readonly children: ReactNode;
}

/**
 * A step of the form. It takes the focus when it appears and nothing has it: the button that led here is gone, and who uses a
 * keyboard or a screen reader goes on from there.
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
