import { Link, Text } from '@backstage/ui';
import styles from './SandboxMark.module.css';
import { useSandboxUrl } from './useSandboxUrl';

/** Marks the pages of a portal that deploys to the sandbox; empty in one that deploys to AWS. */
export function SandboxMark() {
  const url = useSandboxUrl();
  if (!url) {
    return null;
  }
  return (
    <aside className={styles.mark} aria-label="AWS sandbox">
      <Text variant="body-small" weight="bold">
        AWS sandbox
      </Text>
      <Text variant="body-small" className={styles.note}>
        Nothing here reaches AWS.
      </Text>
      <Link variant="body-small" href={url} target="_blank">
        Look inside
      </Link>
    </aside>
  );
}
