using Bulletin.Api.Http;

namespace Bulletin.Api.Tests;

/// <summary>Exceptions of a cluster that loses a silo are reported to callers as temporarily unavailable.</summary>
public sealed class ProblemsOfExceptionsTests
{
    public static TheoryData<Exception> OfAClusterThatLosesASilo =>
    [
        new OrleansException("Silo S10.0.0.1:11111:1 is not owner of topic/1, cannot forward LookUpAsync to owner S10.0.0.2:11111:1 because hop limit is reached"),
        new SiloUnavailableException("The silo is gone."),
        new TimeoutException(),
        new OperationCanceledException("Message expired before placement could complete"),
    ];

    [Theory]
    [MemberData(nameof(OfAClusterThatLosesASilo), DisableDiscoveryEnumeration = true)]
    public void A_cluster_that_loses_a_silo_is_unavailable_for_a_moment(Exception exception) =>
        Assert.Equal("unavailable", ProblemsOfExceptions.Of(exception)?.Code);

    [Fact]
    public void A_call_that_its_caller_has_cancelled_is_not_taken_for_it() =>
        Assert.Null(ProblemsOfExceptions.Of(new OperationCanceledException(new CancellationToken(canceled: true))));

    [Fact]
    public void What_nobody_foresaw_is_not_taken_for_it() => Assert.Null(ProblemsOfExceptions.Of(new InvalidOperationException("a mistake of ours")));
}
