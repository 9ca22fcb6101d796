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

/** The kinds of parts that have images. */
type Kind = 'Agent' | 'Service';

/** The repositories of container images: one for each service, and one for each agent that is delivered as an image. */
export class RegistryStack extends PlatformStack {
  private readonly repositories = new Map<string, ImageRepository>();

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'registry', 'Container images', props);
    const { definition } = props;
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'registry',
    });
    const repository = (kind: Kind, name: string) => {
      const id = constructId(kind, name);
      const made = new ImageRepository(this, id, { definition, encryptionKey });
      this.repositories.set(id, made);
      this.parameter(
        `registry/${kind.toLowerCase()}/${name}`,
        made.repositoryUri,
        `Where the images of the ${kind.toLowerCase()} are pushed`,
      );
    };
    definition.agents
      .filter(isContainer)
      .forEach(({ name }) => repository('Agent', name));
    definition.services.forEach(({ name }) => repository('Service', name));
  }

  /**
   * The repository of an agent that is delivered as an image.
   *
   * @param name - name of the agent
   * @throws if the agent is delivered as code
   */
  ofAgent(name: string): ImageRepository {
    return this.of('Agent', name);
  }

  /**
   * The repository of a service.
   *
   * @param name - name of the service
   */
  ofService(name: string): ImageRepository {
    return this.of('Service', name);
  }

  private of(kind: Kind, name: string): ImageRepository {
    const repository = this.repositories.get(constructId(kind, name));
    if (!repository) {
      throw new Error(
        `The ${kind.toLowerCase()} ${name} has no image repository.`,
      );
    }
    return repository;
  }
}

function isContainer({ artifact }: Definition['agents'][number]): boolean {
  return artifact === 'container';
}
