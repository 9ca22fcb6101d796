import {
  Definition,
  SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { ResponseError } from '@backstage/errors';
import { FetchApi, fetchApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

/** What is known of a plan: nothing while it is worked out, then the plan, or why there is none. */
export interface PlanState {
  readonly plan?: SynthesisPlan;
  readonly error?: Error;
}

/** Has the plan of a platform worked out, as long as somebody looks at it. */
export function usePlan(definition: Definition): PlanState {
  const { fetch } = useApi(fetchApiRef);
  const [state, setState] = useState<PlanState>({});
  const body = JSON.stringify({ definition });
  useEffect(() => {
    const left = new AbortController();
    const show = (known: PlanState) => {
      if (!left.signal.aborted) {
        setState(known);
      }
    };
    show({});
    requestPlan(fetch, body, left.signal).then(
      plan => show({ plan }),
      error => show({ error }),
    );
    return () => left.abort();
  }, [fetch, body]);
  return state;
}

/** @throws Error with the words of the backend */
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
