//! The hierarchy of a scheme: indicators, the dimensions that hold them, and the whole.

use std::collections::BTreeMap;

use thiserror::Error;

use super::scheme::method::{Aggregation, Availability};
use super::scheme::{Dimension, Indicator, Scheme};
use crate::source::{Name, Source};

/// Why the dimensions of a scheme are no hierarchy.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TreeError {
    /// A dimension is part of one that is not there.
    #[error("dimension {dimension} is within {within:?}, which is not there")]
    Unknown {
        /// The dimension.
        dimension: String,
        /// What it names.
        within: String,
    },
    /// A dimension is, by way of others, part of itself.
    #[error("dimension {dimension} is part of itself")]
    Circle {
        /// One of the dimensions in the circle.
        dimension: String,
    },
}

/// The nodes of a scheme, parts before what they are part of; the whole is the last one.
#[derive(Clone, Debug)]
pub struct Tree<'a> {
    /// The nodes. The first ones are the indicators, in the order of the scheme.
    pub nodes: Vec<Node<'a>>,
}

/// An indicator, a dimension or the whole.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its weight beside the others of the same whole.
    pub weight: u32,
    /// Its level: 1 for an indicator, one more than its highest part else.
    pub level: usize,
    /// What it is part of; the whole is part of nothing.
    pub parent: Option<usize>,
    /// Where its weight comes from.
    pub source: &'a Source,
    /// What it is.
    pub is: Is<'a>,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Is<'a> {
    /// An indicator.
    Leaf(&'a Indicator),
    /// A dimension, or the whole.
    Branch(Branch<'a>),
}

/// What a dimension or the whole is made of, and how.
#[derive(Clone, Debug)]
pub struct Branch<'a> {
    /// The dimension; `None` is the whole.
    pub dimension: Option<&'a Dimension>,
    /// Its parts: its indicators, then its dimensions, in the order of the scheme.
    pub parts: Vec<usize>,
    /// The mean.
    pub aggregate: &'a Aggregation,
    /// What the mean needs.
    pub threshold: Option<&'a Availability>,
}

impl Node<'_> {
    /// Its name in both languages; that of the scheme for the whole.
    #[must_use]
    pub fn name(&self, scheme: &Scheme) -> Name {
        match &self.is {
            Is::Leaf(indicator) => indicator.name(),
            Is::Branch(branch) => {
                branch.dimension.map_or_else(|| scheme.name.clone(), Dimension::name)
            }
        }
    }
}

impl<'a> Tree<'a> {
    /// The hierarchy of a scheme.
    ///
    /// # Errors
    ///
    /// The first dimension, in the scheme's order, that does not lead up to the whole.
    pub fn of(scheme: &'a Scheme) -> Result<Self, TreeError> {
        let above = above(scheme)?;
        let depth = |mut at: usize| {
            let mut depth = 0;
            while let Some(next) = above[at] {
                (at, depth) = (next, depth + 1);
            }
            depth
        };
        let count = scheme.dimensions.len();
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(depth(at)));
        let leaves = scheme.indicators().count();
        let mut place = vec![0; count];
        for (after, &at) in order.iter().enumerate() {
            place[at] = leaves + after;
        }
        let sources = sources(scheme, &above);

        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(leaves + count + 1);
        for (at, dimension) in scheme.dimensions.iter().enumerate() {
            nodes.extend(dimension.indicators.iter().map(|indicator| Node {
                id: &indicator.id,
                weight: indicator.weight,
                level: 1,
                parent: Some(place[at]),
                source: indicator.source.as_ref().unwrap_or(sources[at]),
                is: Is::Leaf(indicator),
            }));
        }
        for at in order {
            let dimension = &scheme.dimensions[at];
            nodes.push(Node {
                id: &dimension.id,
                weight: dimension.weight,
                level: 1,
                parent: Some(above[at].map_or(leaves + count, |above| place[above])),
                source: sources[at],
                is: Is::Branch(Branch {
                    dimension: Some(dimension),
                    parts: Vec::new(),
                    aggregate: dimension.aggregate.as_ref().unwrap_or(&scheme.aggregate),
                    threshold: dimension.threshold.as_ref().or(scheme.threshold.as_ref()),
                }),
            });
        }
        nodes.push(whole(scheme));
        Ok(Self { nodes }.joined())
    }

    /// Tells each whole its parts, and how high it stands above its highest one.
    fn joined(mut self) -> Self {
        for part in 0..self.nodes.len() {
            let Some(parent) = self.nodes[part].parent else { continue };
            let level = self.nodes[part].level + 1;
            let node = &mut self.nodes[parent];
            node.level = node.level.max(level);
            if let Is::Branch(branch) = &mut node.is {
                branch.parts.push(part);
            }
        }
        self
    }

    /// The indicators, which are the first nodes.
    pub fn leaves(&self) -> impl Iterator<Item = &'a Indicator> {
        self.nodes.iter().map_while(|node| match node.is {
            Is::Leaf(indicator) => Some(indicator),
            Is::Branch(_) => None,
        })
    }

    /// The dimensions and the whole with their places, parts before what they are part of.
    pub fn branches(&self) -> impl Iterator<Item = (usize, &Branch<'a>)> {
        self.nodes.iter().enumerate().filter_map(|(at, node)| match &node.is {
            Is::Leaf(_) => None,
            Is::Branch(branch) => Some((at, branch)),
        })
    }

    /// The place of the nearest node of at least this level that another is below: the whole, if no
    /// dimension is.
    #[must_use]
    pub fn above(&self, at: usize, level: usize) -> usize {
        let mut up = std::iter::successors(self.nodes[at].parent, |&at| self.nodes[at].parent);
        up.find(|&at| level <= self.nodes[at].level).unwrap_or(self.whole())
    }

    /// The place of the whole.
    #[must_use]
    pub fn whole(&self) -> usize {
        self.nodes.len() - 1
    }

    /// The weights as the scheme has them.
    #[must_use]
    pub fn weights(&self) -> Vec<f64> {
        self.nodes.iter().map(|node| f64::from(node.weight)).collect()
    }

    /// The mean of a dimension; where one within it has another than the arithmetic one, that one: what is
    /// below it does not add up.
    #[must_use]
    pub fn mean(&self, dimension: usize) -> Aggregation {
        let within = self.branches().filter(|(at, _)| self.is_below(*at, dimension));
        let mut means: Vec<&Aggregation> = within.map(|(_, it)| it.aggregate).collect();
        // The dimension comes after what is within it.
        means.reverse();
        means.iter().find(|it| !it.is_arithmetic()).copied().cloned().unwrap_or_default()
    }

    /// Whether a node is another one, or part of it.
    #[must_use]
    pub fn is_below(&self, node: usize, above: usize) -> bool {
        std::iter::successors(Some(node), |&at| self.nodes[at].parent).any(|at| at == above)
    }
}

fn whole(scheme: &Scheme) -> Node<'_> {
    Node {
        id: &scheme.id,
        weight: 1,
        level: 1,
        parent: None,
        source: &scheme.source,
        is: Is::Branch(Branch {
            dimension: None,
            parts: Vec::new(),
            aggregate: &scheme.aggregate,
            threshold: scheme.threshold.as_ref(),
        }),
    }
}

/// For each dimension the place of the one that it is part of.
fn above(scheme: &Scheme) -> Result<Vec<Option<usize>>, TreeError> {
    let places: BTreeMap<&str, usize> =
        scheme.dimensions.iter().map(|it| it.id.as_str()).zip(0..).collect();
    let place = |dimension: &Dimension| {
        let Some(within) = &dimension.within else { return Ok(None) };
        let unknown =
            || TreeError::Unknown { dimension: dimension.id.clone(), within: within.clone() };
        places.get(within.as_str()).copied().map(Some).ok_or_else(unknown)
    };
    let above: Vec<Option<usize>> =
        scheme.dimensions.iter().map(place).collect::<Result<_, _>>()?;
    for (at, dimension) in scheme.dimensions.iter().enumerate() {
        let steps = std::iter::successors(Some(at), |&at| above[at]);
        if above.len() < steps.take(above.len() + 1).count() {
            return Err(TreeError::Circle { dimension: dimension.id.clone() });
        }
    }
    Ok(above)
}

/// For each dimension its source: its own, else that of the nearest one above that has one.
fn sources<'a>(scheme: &'a Scheme, above: &[Option<usize>]) -> Vec<&'a Source> {
    let own = |at: usize| scheme.dimensions[at].source.as_ref();
    let source = |at: usize| {
        let mut up = std::iter::successors(Some(at), |&at| above[at]);
        up.find_map(own).unwrap_or(&scheme.source)
    };
    (0..scheme.dimensions.len()).map(source).collect()
}
