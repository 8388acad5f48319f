//! Lists.

use registry::Shape;
use serde_json::Value as Json;

use crate::function::{is_function, is_no_value};
use crate::walk::Walk;

impl<'a> Walk<'a> {
    pub(crate) fn list(&mut self, shape: Shape<'a>, items: &[Json]) {
        self.count(shape, items);
        if shape.json()["uniqueItems"] == true {
            self.unique(items);
        }
        for (at, item) in items.iter().enumerate() {
            let own = shape.json()["prefixItems"]
                .get(at)
                .map(|json| shape.within(json));
            let Some(shape) = own.or_else(|| shape.items()) else {
                continue;
            };
            if !is_no_value(item) {
                self.at(at.to_string(), |walk| walk.value(shape, item));
            }
        }
    }

    /// How many items there are, where no function adds or removes some.
    fn count(&mut self, shape: Shape<'a>, items: &[Json]) {
        let limits = (shape.limit("minItems"), shape.limit("maxItems"));
        if limits == (None, None) {
            return;
        }
        let varies = |item: &Json| {
            is_function(item).is_some_and(|(name, _)| name != "Ref" || is_no_value(item))
        };
        let certain = items.iter().filter(|item| !varies(item)).count();
        let possible = items.iter().filter(|item| !is_no_value(item)).count();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a list has fewer than 2^52 items"
        )]
        let (fewest, most) = (certain as f64, possible as f64);
        if let (Some(least), _) = limits
            && most < least
        {
            self.tell(
                "cfn::length",
                format!("{possible} items are fewer than {least}"),
            );
        }
        if let (_, Some(limit)) = limits
            && fewest > limit
        {
            self.tell(
                "cfn::length",
                format!("{certain} items are more than {limit}"),
            );
        }
    }

    fn unique(&mut self, items: &[Json]) {
        for (at, item) in items.iter().enumerate() {
            if items[..at].contains(item) {
                self.at(at.to_string(), |walk| {
                    walk.tell("cfn::not-allowed-value", "the item is in the list already");
                });
            }
        }
    }
}
