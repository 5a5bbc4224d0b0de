using Bulletin.Grains.Following;
using Bulletin.Grains.Tests.Topics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Bulletin.Grains.Tests.Following;

public sealed class OwnTopicsTests(SqliteTopicCluster cluster) : IClassFixture<SqliteTopicCluster>
{
    [Fact]
    public void Each_topic_is_looked_after_by_one_of_the_silos_and_each_silo_has_some()
    {
        var silos = cluster.Cluster.Silos.Select(silo => ActivatorUtilities.CreateInstance<OwnTopics>(((InProcessSiloHandle)silo).ServiceProvider)).ToArray();
        Guid[] topicIds = [.. Enumerable.Range(0, 200).Select(_ => Guid.CreateVersion7())];

        Assert.Equal(2, silos.Length);
        Assert.All(topicIds, topicId => Assert.Single(silos, own => own.Contains(topicId)));
        Assert.All(silos, own => Assert.Contains(topicIds, own.Contains));
    }
}
