//! Roles near a learner by likeness: roles and competencies as points, such that roles that ask alike lie close.
//!
//! Points come from a truncated singular value decomposition of the roles' requirements by subspace iteration from a seed (Halko,
//! Martinsson and Tropp, 2011). linfa's reduction works on dense matrices, and ESCO's would take 300 MB; this one walks over what is
//! asked only. Families come from linfa's k-means, near roles from linfa's nearest-neighbour index.

use super::{chance::Chance, company::asked};
use crate::graph::{CompetencyAt, Place, RoleAt, SkillGraph};
use linfa::{
    DatasetBase,
    traits::{Fit, Predict},
};
use linfa_clustering::KMeans;
use linfa_nn::{CommonNearestNeighbour, NearestNeighbour, distance::L2Dist};
use ndarray::{Array1, Array2, ArrayView1};

/// Numbers that stand for a role or competency.
const DIMENSIONS: usize = 32;
/// How often the subspace is turned towards what roles have most in common.
const TURNS: usize = 8;

/// Roles and competencies as points.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    roles: Array2<f64>,
    competencies: Array2<f64>,
    weights: Vec<f64>,
}

/// A role and how alike it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Which.
    pub role: RoleAt,
    /// The cosine between the two, −1 to 1.
    pub likeness: f64,
}

/// Makes columns orthonormal by Gram and Schmidt; what is left of a column that says nothing new is zero.
fn orthonormal(matrix: &mut Array2<f64>) {
    for at in 0..matrix.ncols() {
        for before in 0..at {
            let overlap = matrix.column(before).dot(&matrix.column(at));
            let other = matrix.column(before).to_owned();
            matrix.column_mut(at).scaled_add(-overlap, &other);
        }
        normalise(&mut matrix.column_mut(at));
    }
}

fn normalise(vector: &mut ndarray::ArrayViewMut1<'_, f64>) {
    let length = vector.dot(&*vector).sqrt();
    vector.mapv_inplace(|value| if length > 1e-9 { value / length } else { 0.0 });
}

impl Likeness {
    /// Finds points for an edition; the same seed gives the same. Work a turn: 64 operations for each competency asked by each role.
    #[expect(clippy::cast_precision_loss, reason = "counts of roles")]
    pub fn fit(graph: &SkillGraph, seed: u64) -> Self {
        let rows: Vec<Vec<usize>> = graph.roles().map(|role| asked(graph, role).into_iter().map(Place::at).collect()).collect();
        let columns = graph.competencies().len();
        let mut asking = vec![0_u32; columns];
        for competency in rows.iter().flatten() {
            asking[*competency] += 1;
        }
        // What few roles ask says more about a role.
        let weights: Vec<f64> = asking.iter().map(|times| ((1 + rows.len()) as f64 / (1.0 + f64::from(*times))).ln()).collect();
        let dimensions = DIMENSIONS.min(rows.len()).min(columns);
        let mut chance = Chance::new(seed);
        let mut competencies = Array2::from_shape_fn((columns, dimensions), |_| chance.normal());
        let project = |competencies: &Array2<f64>| {
            let mut roles = Array2::<f64>::zeros((rows.len(), dimensions));
            for (at, row) in rows.iter().enumerate() {
                for competency in row {
                    roles.row_mut(at).scaled_add(weights[*competency], &competencies.row(*competency));
                }
            }
            roles
        };
        for _ in 0..TURNS {
            let roles = project(&competencies);
            competencies.fill(0.0);
            for (at, row) in rows.iter().enumerate() {
                for competency in row {
                    competencies.row_mut(*competency).scaled_add(weights[*competency], &roles.row(at));
                }
            }
            orthonormal(&mut competencies);
        }
        let mut roles = project(&competencies);
        for mut row in roles.rows_mut() {
            normalise(&mut row);
        }
        Self { roles, competencies, weights }
    }

    /// The point of somebody who shows these competencies; nothing where no role asks any of them.
    fn point(&self, shown: impl Iterator<Item = CompetencyAt>) -> Option<Array1<f64>> {
        let mut point = Array1::<f64>::zeros(self.competencies.ncols());
        for competency in shown.map(Place::at).filter(|at| *at < self.competencies.nrows()) {
            point.scaled_add(self.weights[competency], &self.competencies.row(competency));
        }
        normalise(&mut point.view_mut());
        (point.dot(&point) > 0.5).then_some(point)
    }

    /// Roles by how alike they are to what is shown, most alike first; none where no role asks any of it.
    pub fn near(&self, shown: impl Iterator<Item = CompetencyAt>, most: usize) -> Vec<Near> {
        self.point(shown).map_or_else(Vec::new, |point| self.nearest(point.view(), most))
    }

    /// Roles most alike to a role, itself first.
    pub fn like(&self, role: RoleAt, most: usize) -> Vec<Near> {
        if role.at() < self.roles.nrows() { self.nearest(self.roles.row(role.at()), most) } else { Vec::new() }
    }

    fn nearest(&self, point: ArrayView1<'_, f64>, most: usize) -> Vec<Near> {
        if self.roles.is_empty() || most == 0 {
            return Vec::new();
        }
        // On the unit sphere the nearest point is the most alike.
        let index = CommonNearestNeighbour::BallTree.from_batch(&self.roles, L2Dist);
        let found = index.as_ref().ok().and_then(|index| index.k_nearest(point, most.min(self.roles.nrows())).ok()).unwrap_or_default();
        let mut near: Vec<Near> =
            found.into_iter().map(|(row, at)| Near { role: RoleAt::new(at), likeness: row.dot(&point).clamp(-1.0, 1.0) }).collect();
        near.sort_by(|one, other| other.likeness.total_cmp(&one.likeness).then(one.role.cmp(&other.role)));
        near
    }

    /// Families of roles that ask alike: for each role the number of its family, at most `families`. None where there are fewer roles.
    pub fn families(&self, families: usize) -> Option<Vec<usize>> {
        if families == 0 || self.roles.nrows() < families || self.roles.ncols() == 0 {
            return None;
        }
        let data = DatasetBase::from(self.roles.clone());
        // linfa's own generator, whose seed is fixed.
        let model = KMeans::params(families).n_runs(3).max_n_iterations(50).tolerance(1e-4).fit(&data).ok()?;
        Some(model.predict(&data).to_vec())
    }
}
