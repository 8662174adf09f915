def test_x():
    import sys; print(sys.path)
    import evaluator
