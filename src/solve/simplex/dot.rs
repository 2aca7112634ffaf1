//! Inner products of the simplex.

/// Inner product, in eight sums that do not wait for each other.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in left.zip(right) {
        for k in 0..8 {
            sums[k] += x[k] * y[k];
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// The inner product of `a`, as it was, and `b`; from `a` is taken `b`, `f` times.
pub(super) fn dot_and_take(a: &mut [f64], b: &[f64], f: f64) -> f64 {
    let mut sums = [0.0; 8];
    let (mut left, right) = (a.chunks_exact_mut(8), b.chunks_exact(8));
    let last = right.remainder();
    for (x, y) in left.by_ref().zip(right) {
        for k in 0..8 {
            sums[k] += x[k] * y[k];
            x[k] -= f * y[k];
        }
    }
    let mut rest = 0.0;
    for (x, y) in left.into_remainder().iter_mut().zip(last) {
        rest += *x * y;
        *x -= f * y;
    }
    sums.iter().sum::<f64>() + rest
}
