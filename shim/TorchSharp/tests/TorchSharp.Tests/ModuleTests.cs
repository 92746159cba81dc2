using TorchSharp.Modules;
using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void StateDict_KeysAndOrder_ArePyTorchs()
    {
        using var classifier = Classifier.Tiny("lstm2");

        Assert.Equal(
            [
                "embedding.weight",
                "rnn.weight_ih_l0", "rnn.weight_hh_l0", "rnn.bias_ih_l0", "rnn.bias_hh_l0",
                "rnn.weight_ih_l1", "rnn.weight_hh_l1", "rnn.bias_ih_l1", "rnn.bias_hh_l1",
                "fc.weight", "fc.bias",
            ],
            classifier.state_dict().Keys);
        Assert.Equal(classifier.state_dict().Keys, classifier.named_parameters().Select(named => named.name));
    }

    [Fact]
    public void NamedParameters_Bidirectional_PutsReverseAfterForward()
    {
        using var gru = nn.GRU(2, 3, bidirectional: true);

        Assert.Equal(
            ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l0_reverse", "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse"],
            gru.named_parameters().Select(named => named.name));
    }

    [Fact]
    public void StateDict_Tensors_AreTheLiveParameters()
    {
        using var linear = nn.Linear(2, 1);

        using (no_grad())
        {
            linear.state_dict()["bias"].fill_(3);
        }

        Assert.Equal([3f], Close.Values(linear.bias!));
    }

    [Fact]
    public void LoadStateDict_ClonedWeights_BringsThemBack()
    {
        using var scope = NewDisposeScope();
        using var classifier = Classifier.Tiny("gru1");
        var best = classifier.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        using (no_grad())
        {
            foreach (var parameter in classifier.parameters())
            {
                parameter.zero_();
            }
        }

        var (missing, unexpected) = classifier.load_state_dict(best);

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.All(classifier.state_dict(), pair => Assert.Equal(Close.Values(best[pair.Key]), Close.Values(pair.Value)));
    }

    [Fact]
    public void LoadStateDict_OtherNames_AreReportedOrRejected()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(2, 1);
        Dictionary<string, Tensor> source = new() { ["weight"] = ones([1, 2]), ["extra"] = ones(1) };

        Assert.Throws<InvalidOperationException>(() => linear.load_state_dict(source));
        var (missing, unexpected) = linear.load_state_dict(source, strict: false);

        Assert.Equal(["bias"], missing);
        Assert.Equal(["extra"], unexpected);
        Assert.Equal([1f, 1f], Close.Values(linear.weight));
    }

    [Fact]
    public void LoadStateDict_OtherSize_Throws()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(3, 2);

        Assert.ThrowsAny<Exception>(() => linear.load_state_dict(new() { ["weight"] = ones([2, 4]), ["bias"] = ones(2) }));
    }

    [Fact]
    public void Eval_Module_ReachesEveryPart()
    {
        using var classifier = Classifier.Tiny("rnn2");
        Assert.All(classifier.modules(), module => Assert.True(module.training));

        classifier.eval();

        Assert.False(classifier.training);
        Assert.All(classifier.modules(), module => Assert.False(module.training));
    }

    [Fact]
    public void Dispose_Module_DisposesItsParameters()
    {
        var classifier = Classifier.Tiny("lstm1");
        var parameters = classifier.parameters().ToArray();

        classifier.Dispose();

        Assert.All(parameters, parameter => Assert.True(parameter.IsInvalid));
    }

    [Fact]
    public void ZeroGrad_Module_RemovesAndOptimizerZeroFills()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(2, 1);
        using var optimizer = optim.Adam(linear.parameters());

        linear.call(ones([1, 2])).sum().backward();
        optimizer.zero_grad();
        Assert.Equal([0f, 0f], Close.Values(linear.weight.grad!));

        linear.zero_grad();
        Assert.Null(linear.weight.grad);
    }

    [Fact]
    public void To_Float64_ConvertsParameters()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(2, 1).to(float64);

        Assert.All(linear.parameters(), parameter => Assert.Equal(float64, parameter.dtype));
        Assert.All(linear.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.is_leaf));
        Assert.Equal(float64, linear.call(ones([1, 2], float64)).dtype);
    }

    [Fact]
    public void To_SameDevice_KeepsTheParameters()
    {
        using var linear = nn.Linear(2, 1);
        var weight = linear.weight;

        Assert.Same(linear, linear.to(CPU));
        Assert.Same(weight, linear.weight);
    }

    [Fact]
    public void Register_NameInUse_Throws()
    {
        using var module = new Tied();

        Assert.Throws<InvalidOperationException>(() => module.register_parameter("first", nn.Parameter(ones(1))));
        Assert.ThrowsAny<ArgumentException>(() => module.register_module("a.b", nn.Sigmoid()));
    }

    [Fact]
    public void Parameters_SharedByTwoFields_AreCountedOnce()
    {
        using var module = new Tied();

        Assert.Single(module.parameters());
        Assert.Equal(["constant"], module.named_buffers().Select(named => named.name));
        Assert.Equal(["first", "constant"], module.state_dict().Keys);
    }

    [Fact]
    public void StateDict_PartWithABuffer_ListsAllParametersBeforeBuffers()
    {
        using var module = new Nested();

        Assert.Equal(["part.first", "scale", "part.constant"], module.state_dict().Keys);
    }

    [Fact]
    public void Weight_OfLinear_IsTheRegisteredObjectAtEachRead()
    {
        using var linear = nn.Linear(2, 1);

        Assert.Same(linear.weight, linear.weight);
        Assert.Same(linear.weight, linear.get_parameter("weight"));
        Assert.Same(linear.bias, linear.get_parameter("bias"));
    }

    sealed class Nested : nn.Module
    {
#pragma warning disable IDE1006 // registered under these names
        readonly Tensor scale = ones(1);
        readonly Tied part = new();
#pragma warning restore IDE1006

        public Nested() : base(nameof(Nested))
        {
            RegisterComponents();
            Assert.Equal(1, scale.numel());
            Assert.NotNull(part);
        }
    }

    sealed class Tied : nn.Module
    {
#pragma warning disable IDE1006 // registered under these names
        readonly Parameter first = nn.Parameter(ones(1));
        readonly Parameter second;
        readonly Tensor constant = ones(2);
#pragma warning restore IDE1006

        public Tied() : base(nameof(Tied))
        {
            second = first;
            RegisterComponents();
            Assert.Same(second, first);
            Assert.Equal(2, constant.numel());
        }
    }
}
