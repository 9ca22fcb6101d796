import {
  Definition,
  SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { ResponseError } from '@backstage/errors';
import { FetchApi, fetchApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

/** The state of a request for a plan: empty while it runs, then the plan or the error. */
export interface PlanState {
  readonly plan?: SynthesisPlan;
  readonly error?: Error;
}

/** Requests the plan of a platform; the request ends with the component. */
export function usePlan(definition: Definition): PlanState {
  const { fetch } = useApi(fetchApiRef);
  const [state, setState] = useState<PlanState>({});
  const body = JSON.stringify({ definition });
  useEffect(() => {
    const unmounted = new AbortController();
    const show = (next: PlanState) => {
      if (!unmounted.signal.aborted) {
        setState(next);
      }
    };
    show({});
    requestPlan(fetch, body, unmounted.signal).then(
      plan => show({ plan }),
      error => show({ error }),
    );
    return () => unmounted.abort();
  }, [fetch, body]);
  return state;
}

/** @throws Error with the message of the backend */
async function requestPlan(
  fetch: FetchApi['fetch'],
  body: string,
  signal: AbortSignal,
): Promise<SynthesisPlan> {
  const response = await fetch('plugin://agentinfra/preview', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal,
  });
  if (!response.ok) {
    throw (await ResponseError.fromResponse(response)).cause;
  }
  return response.json();
}
