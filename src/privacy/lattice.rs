//! The best of all ways to put every column at one level, whatever is asked of it.
//!
//! The ways are the nodes of a lattice. What a node loses by its levels alone is known without looking at the classes, and it never loses less; so
//! nodes are tried by that bound, and when the bound reaches the best loss found, nothing better is left. Which nodes fail is learned in the
//! manner of Flash (Kohlmayer et al. 2012): from a node that fails a path is followed upwards, the place where it begins to hold is searched by
//! halves, and whatever lies below a node that fails is known to fail.

use super::recoding::aggregate;

/// Nodes of the largest lattice that is searched.
pub const LARGEST: usize = 1 << 22;

/// What a node is.
pub(super) enum Judged {
    /// Not what is asked for, and no node below is.
    Fails,
    /// Not what is asked for.
    Unfit,
    /// What is asked for, with this loss.
    Holds(f64),
}

/// A lattice on the way to its best node.
pub(super) struct Lattice<'a> {
    /// By column and level.
    losses: &'a [Vec<f64>],
    weights: &'a [f64],
    strides: Vec<usize>,
    /// Nodes that are known to fail.
    fails: Vec<bool>,
    /// Nodes that were judged, and what was found: whether they hold.
    tried: Vec<Option<bool>>,
    best: Option<(f64, usize)>,
    judged: usize,
}

/// Judges the levels of a node; it is told what they lose by themselves.
pub(super) type Judge<'a, E> = dyn Fn(&[usize], f64) -> Result<Judged, E> + 'a;

impl<'a> Lattice<'a> {
    /// Of columns that lose so much at each level; `None` if it is larger than [`LARGEST`].
    pub(super) fn new(losses: &'a [Vec<f64>], weights: &'a [f64]) -> Option<Self> {
        let mut nodes = 1_usize;
        let mut strides = Vec::new();
        for levels in losses {
            strides.push(nodes);
            nodes = nodes.checked_mul(levels.len()).filter(|nodes| *nodes <= LARGEST)?;
        }
        let (fails, tried) = (vec![false; nodes], vec![None; nodes]);
        Some(Self { losses, weights, strides, fails, tried, best: None, judged: 0 })
    }

    /// Number of nodes.
    pub(super) fn nodes(&self) -> usize {
        self.fails.len()
    }

    /// Nodes that were judged.
    pub(super) const fn judged(&self) -> usize {
        self.judged
    }

    /// The node that loses least of those that hold: its loss and its levels.
    pub(super) fn search<E>(&mut self, judge: &Judge<'_, E>) -> Result<Option<(f64, Vec<usize>)>, E> {
        let mut order: Vec<(f64, usize)> = (0..self.nodes()).map(|node| (self.bound(node), node)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (bound, node) in order {
            if self.best.is_some_and(|(best, _)| bound >= best) {
                break;
            }
            if !self.fails[node] && self.tried[node].is_none() && !self.holds(node, judge)? {
                self.climb(node, judge)?;
            }
        }
        Ok(self.best.map(|(loss, node)| (loss, self.levels(node))))
    }

    fn levels(&self, node: usize) -> Vec<usize> {
        self.strides.iter().zip(self.losses).map(|(stride, levels)| node / stride % levels.len()).collect()
    }

    /// What a node loses by its levels alone.
    fn bound(&self, node: usize) -> f64 {
        let columns: Vec<f64> =
            self.levels(node).iter().zip(self.losses).map(|(&level, losses)| losses[level]).collect();
        aggregate(&columns, self.weights)
    }

    /// Whether a node holds. The best one is remembered, and what lies below a failing one.
    fn holds<E>(&mut self, node: usize, judge: &Judge<'_, E>) -> Result<bool, E> {
        if let Some(known) = self.tried[node] {
            return Ok(known);
        }
        self.judged += 1;
        let judged = judge(&self.levels(node), self.bound(node))?;
        self.tried[node] = Some(matches!(judged, Judged::Holds(_)));
        match judged {
            Judged::Fails => self.mark(node),
            Judged::Unfit => {}
            Judged::Holds(loss) => {
                if self.best.is_none_or(|(best, at)| (loss, node) < (best, at)) {
                    self.best = Some((loss, node));
                }
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Marks a node and all below it as failing.
    fn mark(&mut self, node: usize) {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut self.fails[node], true) {
                continue;
            }
            for (stride, levels) in self.strides.iter().zip(self.losses) {
                if node / stride % levels.len() > 0 && !self.fails[node - stride] {
                    open.push(node - stride);
                }
            }
        }
    }

    /// From a node that fails, a path of least loss upwards: where it begins to hold.
    fn climb<E>(&mut self, node: usize, judge: &Judge<'_, E>) -> Result<(), E> {
        let mut path = Vec::new();
        let mut at = node;
        loop {
            let higher = |(stride, levels): (&usize, &Vec<f64>)| {
                (at / stride % levels.len() + 1 < levels.len()).then_some(at + stride)
            };
            let next = self.strides.iter().zip(self.losses).filter_map(higher);
            let Some(next) = next.min_by(|&a, &b| self.bound(a).total_cmp(&self.bound(b)).then(a.cmp(&b))) else {
                break;
            };
            path.push(next);
            at = next;
        }
        let (mut low, mut high) = (0, path.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if !self.fails[path[middle]] && self.holds(path[middle], judge)? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(())
    }
}
