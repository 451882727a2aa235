import { readFileSync } from 'node:fs';
import { type Copy, DockerfileParser, type From, type JSONInstruction } from 'dockerfile-ast';

export interface BuildStep {
  keyword: 'COPY' | 'RUN';
  /** The arguments of a COPY, or the shell command of a RUN. */
  words: string[];
  /** The stage that a COPY reads from; null for the build context. */
  from: string | null;
}

export interface BuildStage {
  name: string;
  /** An image, or an earlier stage. */
  base: string;
  steps: BuildStep[];
  environment: Record<string, string>;
  user: string;
  command: string[];
  healthCheck: string[];
  /** Its own labels, with variables in place. */
  labels: Record<string, string>;
}

/** The stages of the Dockerfile, each with what it takes over from the stage that it is based on. */
export function readDockerfile(path = 'docker/Dockerfile'): BuildStage[] {
  const stages: BuildStage[] = [];
  for (const instruction of DockerfileParser.parse(readFileSync(path, 'utf8')).getInstructions()) {
    const stage = stages.at(-1)!;
    switch (instruction.getKeyword()) {
      case 'FROM':
        stages.push(stageOf(instruction as From, stages));
        break;
      case 'COPY':
        stage.steps.push(copyOf(instruction as Copy));
        break;
      case 'RUN':
        stage.steps.push({ keyword: 'RUN', words: [commandOf(instruction.getRawArgumentsContent())], from: null });
        break;
      case 'ENV':
        Object.assign(stage.environment, pairsOf(instruction.getRawArgumentsContent()));
        break;
      case 'LABEL':
        Object.assign(stage.labels, pairsOf(commandOf(instruction.getRawArgumentsContent())));
        break;
      case 'USER':
        stage.user = instruction.getArgumentsContent()!;
        break;
      case 'CMD':
        stage.command = stringsOf(instruction as JSONInstruction);
        break;
      case 'HEALTHCHECK':
        stage.healthCheck = JSON.parse(/\[.*\]$/s.exec(instruction.getRawArgumentsContent()!)![0]) as string[];
        break;
    }
  }
  return stages;
}

function stageOf(from: From, stages: readonly BuildStage[]): BuildStage {
  const [base, name] = [from.getImage()!, from.getBuildStage() ?? ''];
  const parent = stages.find((stage) => stage.name === base);
  const inherited = { environment: {}, user: 'root', command: [], healthCheck: [], labels: {}, ...parent };
  return { ...inherited, environment: { ...inherited.environment }, name, base, steps: [...(parent?.steps ?? [])] };
}

function copyOf(copy: Copy): BuildStep {
  const from = copy.getFlags().find((flag) => flag.getName() === 'from');
  return { keyword: 'COPY', words: copy.getArguments().map(String), from: from?.getValue() ?? null };
}

const stringsOf = (instruction: JSONInstruction): string[] =>
  instruction.getJSONStrings().map((text) => JSON.parse(text.getValue()) as string);

/** In one line. */
const commandOf = (text: string | null): string => (text ?? '').replaceAll(/\\\n\s*/g, ' ');

const pairsOf = (text: string | null): Record<string, string> =>
  Object.fromEntries(
    [...(text ?? '').matchAll(/([\w.]+)=(?:"([^"]*)"|(\S+))/g)].map(([, name, quoted, plain]) => [
      name!,
      quoted ?? plain!,
    ]),
  );
