/** What `gouji --version` prints, and whether it fits the extension. No part of VS Code is needed here. */

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly full: string;
}

/** The version in the output of `gouji --version`; nothing where another program has printed it. */
export function parseProgramVersion(output: string): Version | undefined {
  const match = /^gouji (\S+)\s*$/.exec(output);
  return match?.[1] === undefined ? undefined : parseVersion(match[1]);
}

export function parseVersion(text: string): Version | undefined {
  const match = /^(\d+)\.(\d+)\.\d+/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]), full: text } : undefined;
}

/** Program and extension are released together; what they say to each other is the same within a minor version. */
export function fits(program: Version, extension: Version): boolean {
  return program.major === extension.major && program.minor === extension.minor;
}

/** The versions that fit, as a person reads them. */
export function wanted(extension: Version): string {
  return `${extension.major}.${extension.minor}.x`;
}
