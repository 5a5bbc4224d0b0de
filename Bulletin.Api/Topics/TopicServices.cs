using Bulletin.Api.Topics.Mentions;
using Bulletin.Grains;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bulletin.Api.Topics;

/// <summary>The services that topics need on a gateway.</summary>
public static class TopicServices
{
    public static IServiceCollection AddBulletinTopics(this IServiceCollection services)
    {
        // Unless this process has a silo, which registers its own.
        services.TryAddSingleton<ITopicsHere, NoTopicsHere>();
        services.AddSingleton<PostMetrics>().AddHostedService<EagerStart<PostMetrics>>();
        services.AddSingleton<MentionLookup>().AddSingleton<MentionOfAll>();
        return services.AddSingleton<MessageChanges>().AddSingleton<KnownTopics>().AddSingleton<HeldRefusals>().AddSingleton<LatestPages>();
    }
}
