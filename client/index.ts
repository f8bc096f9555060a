/** The portal's own script: custom elements that add to pages which are complete without them. */
export {};
