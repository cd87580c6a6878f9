/** The output of `gouji --version`, and whether the version fits the extension. This file does not use VS Code. */

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly full: string;
}

/** The version in the output of `gouji --version`. Undefined for the output of another program. */
export function parseProgramVersion(output: string): Version | undefined {
  const match = /^gouji (\S+)\s*$/.exec(output);
  return match?.[1] === undefined ? undefined : parseVersion(match[1]);
}

export function parseVersion(text: string): Version | undefined {
  const match = /^(\d+)\.(\d+)\.\d+/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]), full: text } : undefined;
}

/** Program and extension are released together. The protocol between both is the same within a minor version. */
export function fits(program: Version, extension: Version): boolean {
  return program.major === extension.major && program.minor === extension.minor;
}

/** The fitting versions, for a person. */
export function wanted(extension: Version): string {
  return `${extension.major}.${extension.minor}.x`;
}
