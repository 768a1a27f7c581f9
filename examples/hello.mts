// TypeScript without a build: Node.js 22.18 and later run it as it is; with an older one, install tsx beside it.
interface Planet {
  readonly name: string;
  readonly radius: number;
}

const planets: readonly Planet[] = [
  { name: 'Mercury', radius: 2440 },
  { name: 'Venus', radius: 6052 },
  { name: 'Earth', radius: 6371 },
];

function volume({ radius }: Planet): number {
  return (4 / 3) * Math.PI * radius ** 3;
}

for (const planet of planets) {
  const share = volume(planet) / volume(planets[2]!);
  console.log(`${planet.name} has ${share.toFixed(2)} times the volume of Earth`);
}
