/** How many folders of an object key are kept: enough to tell data sets apart, few enough to stay bounded. */
export const S3_LEVELS = 2;
/** `accesspoint/name`, `job/id` and the like are not buckets; they carry no object key in the same place. */
export const NOT_BUCKETS: readonly string[] = [
  'accesspoint',
  'access-grants',
  'job',
  'storage-lens',
  'async-request',
];

/** Resources that come and go by the thousand: the ARN is cut after group 1, which ends the lasting part. */
export const UNBOUNDED: Readonly<Record<string, readonly RegExp[]>> = {
  athena: [/^(query\/)/],
  backup: [/^(recovery-point:)/],
  batch: [/^(job\/)/],
  'bedrock-agentcore': [/^([\w-]+\/[^/]+\/session\/)/],
  cloudformation: [/^(stack\/[^/]+\/)/, /^(changeSet\/[^/]+\/)/],
  codebuild: [/^((?:build|build-batch|report)\/[^:]+:)/],
  codedeploy: [/^(deployment:)/],
  ec2: [/^((?:instance|network-interface|snapshot|spot-instances-request|volume)\/)/],
  ecs: [/^((?:task|container-instance)\/[^/]+\/)/, /^(task\/)/, /^(task-definition\/[^:]+:)/],
  elasticmapreduce: [/^(cluster\/)/],
  glue: [/^(session\/)/],
  logs: [/^(log-group:[^:]+:)/],
  ssm: [/^((?:session|automation-execution)\/)/],
  states: [/^((?:express|execution|mapRun):[^:/]+[:/])/],
  sts: [/^(assumed-role\/[^/]+\/)/, /^(federated-user\/)/],
};

/**
 * Reduces an ARN where its service has unbounded names; a reduced one ends in `*`. A wildcard character inside (an
 * object key may hold one) would read as a pattern later, so the ARN is cut before it.
 */
export function reduceArn(arn: string): string {
  let [colon, service] = [-1, ''];
  for (let part = 0; part < 5; part += 1) {
    const next = arn.indexOf(':', colon + 1);
    if (next === -1) return cutAtWildcard(`${arn}:`);
    if (part === 2) service = arn.slice(colon + 1, next);
    colon = next;
  }
  const resource = arn.slice(colon + 1);
  const reduced = service === 's3' ? reduceObject(resource) : reduceUnbounded(service, resource);
  return cutAtWildcard(arn.slice(0, colon + 1) + reduced);
}

function reduceObject(resource: string): string {
  const [bucket = '', ...levels] = resource.split('/');
  if (levels.length === 0 || NOT_BUCKETS.includes(bucket)) return resource;
  const kept = levels.slice(0, -1).slice(0, S3_LEVELS);
  return [bucket, ...kept, '*'].join('/');
}

function reduceUnbounded(service: string, resource: string): string {
  for (const pattern of UNBOUNDED[service] ?? []) {
    const [, kept] = pattern.exec(resource) ?? [];
    if (kept !== undefined) return `${kept}*`;
  }
  return resource;
}

function cutAtWildcard(arn: string): string {
  const at = arn.search(/[*?]/);
  return at === -1 ? arn : `${arn.slice(0, at)}*`;
}
