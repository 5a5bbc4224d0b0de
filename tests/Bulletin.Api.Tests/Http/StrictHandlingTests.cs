using Bulletin.Api.Http;
using Microsoft.AspNetCore.Http;

namespace Bulletin.Api.Tests.Http;

public sealed class StrictHandlingTests
{
    [Theory]
    [InlineData("handling=strict")]
    [InlineData("Handling = Strict")]
    [InlineData("handling=\"strict\"")]
    [InlineData("return=minimal, handling=strict")]
    [InlineData("handling=strict; because=tests, wait=10")]
    [InlineData("handling=strict, handling=lenient")]
    public void It_is_asked_for_in_each_way_in_which_a_preference_is_written(string prefer) => Assert.True(IsAskedFor(prefer));

    [Theory]
    [InlineData("handling=lenient")]
    [InlineData("handling")]
    [InlineData("handling=strictly")]
    [InlineData("respond-async, wait=\"handling=strict\"")]
    [InlineData("wait=10; handling=strict")]
    [InlineData("handling=lenient, handling=strict")]
    [InlineData("")]
    [InlineData(",;=")]
    public void It_is_not_asked_for_by_anything_else(string prefer) => Assert.False(IsAskedFor(prefer));

    [Fact]
    public void It_may_be_in_any_of_several_headers() => Assert.True(IsAskedFor("return=minimal", "handling=strict"));

    [Fact]
    public void It_is_not_asked_for_without_the_header() => Assert.False(StrictHandling.IsAskedFor(new DefaultHttpContext().Request));

    private static bool IsAskedFor(params string[] prefer)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[StrictHandling.Header] = prefer;
        return StrictHandling.IsAskedFor(request);
    }
}
