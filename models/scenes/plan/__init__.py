"""What happens in a scene: camera path, actors' paths, light, sounds and coding, from a seed."""

from models.scenes.plan.chance import FIELD_H, FIELD_W, STEP_HZ
from models.scenes.plan.compose import plan
from models.scenes.plan.scene import Actor, Scene

__all__ = ["FIELD_H", "FIELD_W", "STEP_HZ", "Actor", "Scene", "plan"]
