using RnnToolkit.Inference.Internals;

namespace RnnToolkit.Inference.Tests;

public sealed class RevealOrdersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(22)]
    public void TokenAt_StartAtEveryToken_PutsEachTokenIntoEachPlaceEquallyOften(int count)
    {
        var orders = new RevealOrders(count, maxTexts: 1000);

        Assert.Equal(2 * count, orders.Count);
        for (var step = 0; step < count; step++)
        {
            var tokens = Enumerable.Range(0, orders.Count).Select(order => orders.TokenAt(order, step));
            Assert.All(tokens.CountBy(token => token), token => Assert.Equal(2, token.Value));
        }
    }

    [Theory]
    [InlineData(23, 42)]
    [InlineData(100, 10)]
    [InlineData(5000, 2)]
    public void TokenAt_LongText_HasFewerOrdersOfAllTokens(int count, int expectedOrders)
    {
        var orders = new RevealOrders(count, maxTexts: 1000);

        Assert.Equal(expectedOrders, orders.Count);
        Assert.Equal(expectedOrders * (count - 1), orders.PartialCount);
        for (var order = 0; order < orders.Count; order++)
        {
            Assert.Equal(Enumerable.Range(0, count), Enumerable.Range(0, count).Select(step => orders.TokenAt(order, step)).Order());
        }
    }

    [Fact]
    public void Count_NoToken_IsZero() => Assert.Equal((0, 0), (new RevealOrders(0, 1000).Count, new RevealOrders(0, 1000).PartialCount));
}
