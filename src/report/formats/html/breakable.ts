/** A name cut where a line may break: after `:`, `/` and `,`, and between the words of a camel-case name. */
export const breakable = (text: string): readonly string[] =>
  text.split(/(?<=[:/,])(?=.)|(?<=[a-z0-9])(?=[A-Z])/);
