/** The long form, for whoever changes something here: `npm test -- --only reliability --long`, with a name for one file of it. */
export const IS_LONG = process.env.AGENTINFRA_LONG === 'true';

/** A moment of a deployment, by the line of the log after which it comes. */
export interface Moment {
  /** When it is, such as `while it renders`. */
  moment: string;
  line: RegExp;
  /** Whether the short form kills there, too. */
  inShort?: boolean;
}

/** The moments at which portals are killed: each step of the template, and what a deployment goes through. */
export const MOMENTS: readonly Moment[] = [
  { moment: 'while it renders', line: /"actionType":"execution"/ },
  { moment: 'while it synthesizes', line: /Rendered \d+ files/ },
  { moment: 'while it publishes', line: /\d+ stacks with \d+ resources/ },
  {
    moment: 'when it has published',
    line: /Published .*, commit/,
    inShort: true,
  },
  { moment: 'when it begins to deploy', line: /Deploying to the sandbox/ },
  {
    moment: 'while the first stacks are being created',
    line: /-network: (started|in CREATE_IN_PROGRESS)/,
    inShort: true,
  },
  { moment: 'between two stacks', line: /-network: (created|unchanged)/ },
  {
    moment: 'while it registers',
    line: /\b(\d+) of \1 stacks/,
    inShort: true,
  },
];

/** How often the long form kills at any moment. */
export const RANDOM_MOMENTS = 20;

/** The line of the deployment of a platform in dev that is well under way. */
export const underWay = (name: string): RegExp =>
  new RegExp(`${name}-dev-network: started`);
