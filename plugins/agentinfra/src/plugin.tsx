import {
  LOCAL_REPOSITORY_LOCATION_TYPE,
  PLATFORM_COMPONENT_TYPE,
  PLATFORM_TEMPLATE,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  AppRootElementBlueprint,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { ANNOTATION_LOCATION } from '@backstage/catalog-model';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import AccountTreeIcon from '@material-ui/icons/AccountTree';
import AddIcon from '@material-ui/icons/AddCircleOutline';
import { rootRouteRef, taskRouteRef, templateRouteRef } from './routes';
import { SandboxMark } from './sandbox';

/** All platforms. An app that has no other home page can put it at `/`. */
export const platformsPage = PageBlueprint.make({
  params: {
    path: '/agentinfra',
    title: 'Platforms',
    icon: <AccountTreeIcon fontSize="inherit" />,
    routeRef: rootRouteRef,
    loader: () =>
      import('./platforms/PlatformsPage').then(m => <m.PlatformsPage />),
  },
});

/** The form of a platform, at the address where the scaffolder would show its own form for the same template. */
export const createPage = PageBlueprint.make({
  name: 'create',
  params: {
    path: `/create/templates/${PLATFORM_TEMPLATE.namespace}/${PLATFORM_TEMPLATE.name}`,
    title: 'Create a platform',
    icon: <AddIcon fontSize="inherit" />,
    loader: () =>
      import('./create/CreatePlatformPage').then(m => <m.CreatePlatformPage />),
  },
});

/** A summary of a platform, on its page in the catalog. */
export const platformCard = EntityCardBlueprint.make({
  name: 'platform',
  params: {
    type: 'info',
    filter: { kind: 'component', 'spec.type': PLATFORM_COMPONENT_TYPE },
    loader: () => import('./entity/PlatformCard').then(m => <m.PlatformCard />),
  },
});

/** The documents of a platform with a local repository; git hosts show the documents of the others. */
export const documentsTab = EntityContentBlueprint.make({
  name: 'documents',
  params: {
    path: '/documents',
    title: 'Documents',
    filter: ({ metadata, spec }) =>
      spec?.type === PLATFORM_COMPONENT_TYPE &&
      metadata.annotations?.[ANNOTATION_LOCATION]?.startsWith(
        `${LOCAL_REPOSITORY_LOCATION_TYPE}:`,
      ) === true,
    loader: () =>
      import('./documents/DocumentsTab').then(m => <m.DocumentsTab />),
  },
});

/** Marks every page of a portal that deploys to the sandbox. */
export const sandboxMark = AppRootElementBlueprint.make({
  name: 'sandbox',
  params: { element: <SandboxMark /> },
});

/** The front end of AgentInfra. */
export const agentinfraPlugin = createFrontendPlugin({
  pluginId: 'agentinfra',
  title: 'AgentInfra',
  extensions: [
    platformsPage,
    createPage,
    platformCard,
    documentsTab,
    sandboxMark,
  ],
  routes: { root: rootRouteRef },
  externalRoutes: { template: templateRouteRef, task: taskRouteRef },
});
