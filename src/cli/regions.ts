import { UserError } from '../domain/errors.ts';
import { didYouMean } from './nearest.ts';

/** Regions by partition (AWS SDK for JavaScript 3.1068, partitions.json). */
const KNOWN_REGIONS: readonly string[] = [
  ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1'],
  ['sa-east-1', 'sa-west-1', 'af-south-1', 'il-central-1', 'me-central-1', 'me-south-1', 'me-west-1'],
  ['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'ap-east-1', 'ap-east-2', 'ap-south-1', 'ap-south-2'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2'],
  ['ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7'],
  ['cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1', 'eusc-de-east-1'],
  ['us-iso-east-1', 'us-iso-west-1', 'us-isob-east-1', 'us-isob-west-1'],
  ['eu-isoe-west-1', 'us-isof-east-1', 'us-isof-south-1'],
].flat();

const SHAPE = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/**
 * What to say of regions that may be mistyped: AWS opens new ones, so one that is not known is taken as it is.
 * @throws UserError for what no region is called, and for none at all: non-use would be shown in every region of none
 */
export function regionWarnings(regions: readonly string[]): readonly string[] {
  if (regions.length === 0) {
    throw new UserError('names no region. Name those in use, or leave it out: then the evidence tells.');
  }
  const wrong = regions.find((region) => !SHAPE.test(region));
  if (wrong !== undefined) {
    throw new UserError(
      `"${wrong}" is no region.${didYouMean(wrong, KNOWN_REGIONS)} Write its code, e.g. eu-west-1.`,
    );
  }
  return regions
    .filter((region) => !KNOWN_REGIONS.includes(region))
    .map((region) => `"${region}" is no region known here.${didYouMean(region, KNOWN_REGIONS)}`);
}
