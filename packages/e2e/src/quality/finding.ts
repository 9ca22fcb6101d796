/** What checks platforms, in the order in which it is shown. */
export const TOOLS = [
  'cdk-nag AwsSolutions',
  'cdk-nag NIST 800-53 R5',
  'cfn-lint',
  'checkov',
] as const;

/** Something that a tool finds fault with. */
export interface Finding {
  tool: (typeof TOOLS)[number];
  /** The rule, such as `CKV_AWS_18`. */
  rule: string;
  /** The stack and the resource. */
  place: string;
  /** Why it is right as it is; missing when nobody said it. */
  reason?: string;
}
