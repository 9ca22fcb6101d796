import { Link, Text } from '@backstage/ui';
import styles from './SandboxMark.module.css';
import { useSandboxUrl } from './useSandboxUrl';

/** Says on every page that the portal deploys to the sandbox, when it does. */
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
