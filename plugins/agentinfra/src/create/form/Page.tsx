import type { ReactNode } from 'react';
import { useFocusOnArrival } from '../useFocusOnArrival';
import styles from './form.module.css';

/** A page of the form. */
export function Page({ children }: { readonly children: ReactNode }) {
  const page = useFocusOnArrival<HTMLDivElement>();
  return (
    <div
      ref={page}
      role="group"
      aria-label="Fields of this step"
      tabIndex={-1}
      className={styles.page}
    >
      {children}
    </div>
  );
}
