using Bulletin.Grains;

namespace Bulletin.Api.Directory;

/// <summary>The services that lists of topics need on a gateway.</summary>
internal static class DirectoryServices
{
    public static IServiceCollection AddBulletinDirectory(this IServiceCollection services)
    {
        services.AddSingleton<PublicDirectory>().AddHostedService<EagerStart<PublicDirectory>>();
        return services.AddSingleton<PersonalDirectories>().AddSingleton<Directories>().AddSingleton<FollowedTopics>();
    }
}
