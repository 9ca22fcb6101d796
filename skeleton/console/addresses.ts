import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { Failure } from '../agent-kit/failure';
import { Agent } from './settings';

/** Milliseconds for which an ARN is taken to stay what it is; a runtime that is replaced gets another one. */
const KEPT_MS = 60_000;

const client = new SSMClient({});
const known = new Map<string, { arn: string; until: number }>();

/**
 * The ARN of the runtime of an agent. It is looked up in Parameter Store, so that the console can stand before the agents do.
 *
 * @param agent - the agent
 * @throws Failure if the agent does not stand yet
 */
export async function runtimeArnOf({ name, runtime }: Agent): Promise<string> {
  if ('arn' in runtime) {
    return runtime.arn;
  }
  const { parameter } = runtime;
  const kept = known.get(parameter);
  if (kept && kept.until > Date.now()) {
    return kept.arn;
  }
  const arn = await readParameter(parameter).catch(error => {
    throw new Failure(503, `The agent ${name} is not there yet.`, error);
  });
  known.set(parameter, { arn, until: Date.now() + KEPT_MS });
  return arn;
}

async function readParameter(name: string): Promise<string> {
  const { Parameter } = await client.send(
    new GetParameterCommand({ Name: name }),
  );
  if (!Parameter?.Value) {
    throw new Error(`The parameter ${name} has no value`);
  }
  return Parameter.Value;
}
