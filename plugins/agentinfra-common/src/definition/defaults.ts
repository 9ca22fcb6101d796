import { z } from 'zod/v3';
import { definitionSchema } from './schema';

type Checked = z.output<typeof definitionSchema>;

/** A whole definition: checked, with every default in its place. */
export interface Definition extends Checked {
  readonly network: Checked['network'] & {
    natGateways: 'per-zone' | 'single' | 'none';
  };
  readonly services: (Checked['services'][number] & {
    cpu: number;
    memoryMiB: number;
  })[];
  readonly database: Checked['database'] & { proxy: boolean };
  readonly auth: { enabled: boolean };
}

/** One agent of a {@link Definition}. */
export type AgentDefinition = Definition['agents'][number];

/** One service of a {@link Definition}. */
export type ServiceDefinition = Definition['services'][number];

/**
 * Fills in what depends on the environment and was left out.
 *
 * @param definition - one whose every field is right by itself
 */
export function withEnvironmentDefaults(definition: Checked): Definition {
  const { environment, network, domain, services, database, auth } = definition;
  const isDev = environment === 'dev';
  return {
    ...definition,
    network: {
      ...network,
      natGateways: network.natGateways ?? (isDev ? 'single' : 'per-zone'),
    },
    services: services.map(service => {
      const cpu = service.cpu ?? (isDev ? 256 : 512);
      return { ...service, cpu, memoryMiB: service.memoryMiB ?? 2 * cpu };
    }),
    database: { ...database, proxy: database.proxy ?? !isDev },
    auth: { enabled: auth.enabled ?? domain.enabled },
  };
}
