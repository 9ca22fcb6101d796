import { Construct } from 'constructs';
import { Definition } from '../definition';
import { EncryptionKey } from '../shared/encryption-key';
import { constructId } from '../shared/names';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { ImageRepository } from './image-repository';

/**
 * Whether a platform builds images of its own.
 *
 * @param definition - the definition of the platform
 */
export function hasImages({ agents, services }: Definition): boolean {
  return services.length > 0 || agents.some(isContainer);
}

/** The repositories of container images: one for each service, and one for each agent that is delivered as an image. */
export class RegistryStack extends PlatformStack {
  private readonly agents = new Map<string, ImageRepository>();

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'registry', 'Container images', props);
    const { definition } = props;
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'registry',
    });
    const repository = (kind: 'Agent' | 'Service', name: string) => {
      const made = new ImageRepository(this, constructId(kind, name), {
        definition,
        encryptionKey,
      });
      this.parameter(
        `registry/${kind.toLowerCase()}/${name}`,
        made.repositoryUri,
        `Where the images of the ${kind.toLowerCase()} are pushed`,
      );
      return made;
    };
    definition.agents.filter(isContainer).forEach(({ name }) => {
      this.agents.set(name, repository('Agent', name));
    });
    definition.services.forEach(({ name }) => repository('Service', name));
  }

  /**
   * The repository of an agent that is delivered as an image.
   *
   * @param name - name of the agent
   * @throws if the agent is delivered as code
   */
  ofAgent(name: string): ImageRepository {
    const repository = this.agents.get(name);
    if (!repository) {
      throw new Error(`The agent ${name} has no image repository.`);
    }
    return repository;
  }
}

function isContainer({ artifact }: Definition['agents'][number]): boolean {
  return artifact === 'container';
}
