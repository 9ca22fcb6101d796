import { asText } from '../../json';
import { arn } from '../arn';
import { generatedName } from '../seed';
import { IdentityRules } from './rule';

/** Elastic Container Service. */
export const CONTAINERS: IdentityRules = {
  'AWS::ECS::Cluster': seed => {
    const name = asText(seed.properties.ClusterName) ?? generatedName(seed);
    return {
      physicalId: name,
      arn: arn(seed.place, 'ecs', `cluster/${name}`),
      values: { ClusterName: name },
      chosen: 'ClusterName' in seed.properties,
    };
  },
  'AWS::ECS::Service': seed => {
    const name = asText(seed.properties.ServiceName) ?? generatedName(seed);
    const cluster = (asText(seed.properties.Cluster) ?? 'default')
      .split('/')
      .at(-1);
    const serviceArn = arn(seed.place, 'ecs', `service/${cluster}/${name}`);
    return {
      physicalId: serviceArn,
      arn: serviceArn,
      values: { ServiceArn: serviceArn, Name: name },
      chosen: 'ServiceName' in seed.properties,
    };
  },
  'AWS::ECS::TaskDefinition': seed => {
    const family =
      asText(seed.properties.Family) ??
      generatedName(seed).replace(/[^A-Za-z0-9_-]/g, '');
    const revision = seed.generation + 1;
    const definitionArn = arn(
      seed.place,
      'ecs',
      `task-definition/${family}:${revision}`,
    );
    return {
      physicalId: definitionArn,
      arn: definitionArn,
      values: { TaskDefinitionArn: definitionArn },
      chosen: false,
    };
  },
};
