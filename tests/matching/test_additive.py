import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from service.matching.additive import AdditiveModel

numbers = st.floats(-8, 8, allow_nan=False)


@given(
    arrays(np.float64, (5, 3), elements=numbers),
    st.tuples(numbers, numbers, numbers),
    numbers,
)
def test_base_and_contributions_add_up_to_the_score(values, weights, intercept):
    model = AdditiveModel(("a", "b", "c"), weights, intercept)
    total = model.base + model.contributions(values).sum(axis=1)
    np.testing.assert_allclose(total, model.scores(values), atol=1e-6)


@given(arrays(np.float64, (1, 3), elements=numbers))
def test_contributions_keep_the_order_and_sign_of_their_parts(values):
    model = AdditiveModel(("a", "b", "c"), (0.5, 1.0, 2.0), -2.0)
    parts = (values * np.array([0.5, 1.0, 2.0]))[0]
    contributions = model.contributions(values)[0]
    for i in range(3):
        assert np.sign(contributions[i]) == np.sign(parts[i]) or abs(parts[i]) < 1e-12
        for j in range(3):
            assert parts[i] >= parts[j] or contributions[i] <= contributions[j] + 1e-12
