using RnnToolkit.CommandLine;
using RnnToolkit.Trainer;
using RnnToolkit.Trainer.Commands;

NativeEnvironment.Configure();
return await CommandRunner.RunAsync(TrainerCommand.Create(), args);
