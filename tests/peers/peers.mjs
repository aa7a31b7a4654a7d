// The peers that tools/install_peers installed: peer("ws"), peer("aws4"), ...
import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.env.LAMINA_PEERS ?? `${root}build/peers`;

export function peer(name) {
  if (!existsSync(`${folder}/node_modules`)) {
    console.error(`The test peers are not in ${folder}: run tools/install_peers`);
    process.exit(1);
  }
  return createRequire(`${folder}/`)(name);
}
