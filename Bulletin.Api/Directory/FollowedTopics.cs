using Bulletin.Api.Http;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;

namespace Bulletin.Api.Directory;

/// <summary>The topics that a person follows and may see, by most recent activity.</summary>
internal sealed class FollowedTopics(IGrainFactory grains, TimeProvider clock)
{
    /// <param name="after">Where the page before ended; null for the first.</param>
    public async Task<TopicPage> Page(Guid viewer, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        var person = grains.GetGrain<IPersonalGrain>(viewer);
        var page = await GrainCalls.UntilAnswered(() => person.Topics(TopicFilter.Followed, limit, after, CancellationToken.None), clock, cancellationToken);
        return new([.. page.Items.Select(mine => mine.Topic)], page.Next);
    }
}
