// What all commands have in common.
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Shows examples below a command's help: what to type, and what it does. */
export function withExamples(command: Command, examples: readonly (readonly [string, string])[]): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

export const jsonOption = () => new Option('--json', 'print JSON');

/** Reads a number of an option. Throws commander's error for what is none. */
export function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`It has to be a whole number from ${min} to ${max}.`);
  };
}

/** Gathers an option that may be given several times. */
export const several = (value: string, before: string[] = []): string[] => [...before, value];
