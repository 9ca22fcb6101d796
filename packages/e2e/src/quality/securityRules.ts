import type { Finding } from './finding';
import type { Repository } from './platforms';

/** What cdk-nag finds in a platform, by the script of its repository. */
export async function securityFindings(
  repository: Repository,
): Promise<Finding[]> {
  const { code, output } = await repository.script('findings', '--json');
  if (!output.startsWith('[')) {
    throw new Error(`npm run findings ended with ${code}:\n${output}`);
  }
  const found: { rule: string; resource: string; reason?: string }[] =
    JSON.parse(output);
  return found.map(({ rule, resource, reason }) => ({
    tool: rule.startsWith('NIST')
      ? 'cdk-nag NIST 800-53 R5'
      : 'cdk-nag AwsSolutions',
    // A rule that finds several things in one resource names each in brackets.
    rule: rule.replace(/\[.*\]$/, ''),
    place: resource,
    reason,
  }));
}
