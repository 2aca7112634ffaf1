//! Every page rendered, and what must hold of all of them.
