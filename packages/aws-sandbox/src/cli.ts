import { Command, InvalidArgumentError } from 'commander';
import { messageOf } from './errors';
import {
  DEFAULT_PORT,
  DEFAULT_SPEED,
  SandboxOptions,
  startSandbox,
} from './sandbox';

interface Arguments {
  readonly port: number;
  readonly state: string;
  readonly speed: number;
  readonly faults?: string;
}

/**
 * Runs the sandbox until the process gets SIGINT or SIGTERM.
 *
 * @param argv - as in `process.argv`
 */
export async function runCli(argv: string[]): Promise<void> {
  const program = new Command('aws-sandbox')
    .description(
      'An embedded AWS on 127.0.0.1: CloudFormation and what the CDK needs around it. Nothing in it is on AWS.',
    )
    .option('--port <number>', 'port to listen on', wholeNumber, DEFAULT_PORT)
    .option(
      '--state <folder>',
      'folder in which everything is kept',
      '.agentinfra/sandbox',
    )
    .option(
      '--speed <factor>',
      'share of the time that AWS takes; 0 is as fast as possible',
      factor,
      DEFAULT_SPEED,
    )
    .option('--faults <file>', 'JSON file with a plan of faults')
    .action(async (given: Arguments) => await run(given));
  await program.parseAsync(argv);
}

async function run({ port, state, speed, faults }: Arguments): Promise<void> {
  const options: SandboxOptions = {
    port,
    stateDirectory: state,
    speed,
    faultsFile: faults,
  };
  try {
    const sandbox = await startSandbox(options);
    process.stdout.write(`AWS sandbox: ${sandbox.url}\n`);
    const stop = () => {
      sandbox.close().then(
        () => process.exit(0),
        error => fail(messageOf(error)),
      );
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    fail(describe(error, options));
  }
}

function describe(error: unknown, { port }: SandboxOptions): string {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    ? `Port ${port} of 127.0.0.1 is taken. Stop what listens there, or choose another with --port.`
    : messageOf(error);
}

function fail(message: string): void {
  process.stderr.write(`The AWS sandbox cannot run: ${message}\n`);
  process.exit(1);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65535) {
    throw new InvalidArgumentError('It must be a port from 0 to 65535.');
  }
  return Number(text);
}

function factor(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) {
    throw new InvalidArgumentError('It must be a number of 0 or more.');
  }
  return value;
}
