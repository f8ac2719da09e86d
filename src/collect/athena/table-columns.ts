/**
 * Columns of a CloudTrail table (Athena User Guide, "Create the table for CloudTrail logs in Athena using partition
 * projection"), and two members of a record that its table leaves out: `sessionContext.sourceIdentity` and
 * `managementEvent`, which tells the category of records older than `eventCategory`.
 */
export const TABLE_COLUMNS: readonly (readonly [name: string, type: string])[] = [
  ['eventversion', 'string'],
  [
    'useridentity',
    `struct<
    type: string,
    principalid: string,
    arn: string,
    accountid: string,
    invokedby: string,
    accesskeyid: string,
    username: string,
    onbehalfof: struct<
      userid: string,
      identitystorearn: string>,
    sessioncontext: struct<
      attributes: struct<
        mfaauthenticated: string,
        creationdate: string>,
      sessionissuer: struct<
        type: string,
        principalid: string,
        arn: string,
        accountid: string,
        username: string>,
      ec2roledelivery: string,
      sourceidentity: string,
      webidfederationdata: struct<
        federatedprovider: string,
        attributes: map<string,string>>>>`,
  ],
  ['eventtime', 'string'],
  ['eventsource', 'string'],
  ['eventname', 'string'],
  ['awsregion', 'string'],
  ['sourceipaddress', 'string'],
  ['useragent', 'string'],
  ['errorcode', 'string'],
  ['errormessage', 'string'],
  ['requestparameters', 'string'],
  ['responseelements', 'string'],
  ['additionaleventdata', 'string'],
  ['requestid', 'string'],
  ['eventid', 'string'],
  ['readonly', 'string'],
  [
    'resources',
    `array<struct<
    arn: string,
    accountid: string,
    type: string>>`,
  ],
  ['eventtype', 'string'],
  ['apiversion', 'string'],
  ['recipientaccountid', 'string'],
  ['serviceeventdetails', 'string'],
  ['sharedeventid', 'string'],
  ['vpcendpointid', 'string'],
  ['vpcendpointaccountid', 'string'],
  ['eventcategory', 'string'],
  ['managementevent', 'string'],
  [
    'addendum',
    `struct<
    reason: string,
    updatedfields: string,
    originalrequestid: string,
    originaleventid: string>`,
  ],
  ['sessioncredentialfromconsole', 'string'],
  ['edgedevicedetails', 'string'],
  [
    'tlsdetails',
    `struct<
    tlsversion: string,
    ciphersuite: string,
    clientprovidedhostheader: string>`,
  ],
];
