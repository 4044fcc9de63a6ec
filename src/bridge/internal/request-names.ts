// What a request is called in messages: people asked for a script or for an answer, and names of the wire mean nothing
// to most of them. The wire's name is in the details.

/** Within a sentence. */
export function nameRequest(type: string): 'the script' | 'the request' {
  return type === 'execute' ? 'the script' : 'the request';
}

/** Where a sentence begins. */
export function titleRequest(type: string): 'The script' | 'The request' {
  return type === 'execute' ? 'The script' : 'The request';
}
